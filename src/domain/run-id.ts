/** Id of a run: name, date and time (UTC); `again` counts up while an id is taken. */
export function runIdFor(name: string, at: Date, again: number): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const [date = '', time = ''] = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T');
  return `${slug === '' ? 'run' : slug}-${date}-${time}${again === 0 ? '' : `-${String(again + 1)}`}`;
}
