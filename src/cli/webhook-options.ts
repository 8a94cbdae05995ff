import { InputError } from '../domain/input-error.js';
import { didYouMean } from '../domain/nearest-name.js';
import { eventTypes, type Change } from '../domain/run-event.js';

/** The address as it is stored. @throws InputError */
export function parseWebhookUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const where = 'command line, <url>';
  const mend = 'podium webhook add https://hooks.example/podium';
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    const why = 'events are posted over HTTP: it must start with http:// or https://';
    throw new InputError([{ what: 'The address of a webhook cannot be used', where, why, mend }]);
  }
  if (url.username !== '' || url.password !== '') {
    const what = 'The address of a webhook holds a user or a password';
    const why = 'addresses are kept in Postgres and shown in lists; the signature tells who the sender is';
    throw new InputError([{ what, where, why, mend: `podium webhook add ${url.origin}${url.pathname}` }]);
  }
  return url.href;
}

/** Types of events; null for all. @throws InputError that names every unknown one */
export function parseEventTypes(text: string | undefined): readonly Change['type'][] | null {
  if (text === undefined) return null;
  const known: readonly string[] = eventTypes;
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((name) => ({
        what: `There is no event "${name}"${didYouMean(name, known)}`,
        where: 'command line, --events',
        why: `events are ${known.join(', ')}`,
        mend: '--events trial.best,run.finished, or leave it out for all',
      })),
    );
  }
  return names as Change['type'][];
}

export function noSuchWebhook(id: string): InputError {
  return new InputError([
    {
      what: `There is no webhook "${id}"`,
      where: 'command line, <id>',
      why: 'it was never added, or was removed',
      mend: 'podium webhook list shows them all',
    },
  ]);
}
