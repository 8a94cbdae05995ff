import { InvalidArgumentError } from 'commander';

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of '90', '90s', '3m', '1h30m'. @throws InvalidArgumentError with an example */
export function parseDuration(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)([smhd]?)/g)];
  const whole = parts.map(([part]) => part).join('');
  if (parts.length === 0 || whole !== text.trim()) {
    throw new InvalidArgumentError('A duration is needed, for example 90s, 3m or 1h30m.');
  }
  return parts.reduce((sum, [, amount, unit]) => {
    const seconds = unitSeconds[(unit === '' || unit === undefined ? 's' : unit) as keyof typeof unitSeconds];
    return sum + Number(amount) * seconds;
  }, 0);
}

/** '2m05s', '48s', '1h02m', '0.4s'. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)}s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${String(Math.floor(whole / 60))}m${two(whole % 60)}s`;
  return `${String(Math.floor(whole / 3600))}h${two(Math.floor((whole % 3600) / 60))}m`;
}
