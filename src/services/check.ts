/** Finding of one look at a part: wrong ones have a cure; notes are worth knowing and hinder nothing. */
export interface Check {
  readonly name: string;
  readonly result: 'ok' | 'note' | 'wrong';
  readonly detail: string;
  /** A change or a command. */
  readonly mend: string | null;
}

export function ok(name: string, detail: string): Check {
  return { name, result: 'ok', detail, mend: null };
}

export function note(name: string, detail: string, mend: string): Check {
  return { name, result: 'note', detail, mend };
}

export function wrong(name: string, detail: string, mend: string): Check {
  return { name, result: 'wrong', detail, mend };
}
