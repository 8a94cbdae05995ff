import type { CliSession } from './session.js';

/**
 * Makes sure that the services run, hands over a session, closes it. What it needs is loaded here, not with the
 * command line: that takes most of a second, which `--help` should not pay.
 */
export async function withSession<T>(use: (session: CliSession) => Promise<T>): Promise<T> {
  const [{ loadConfig }, { ensureServices }, { printStep }, { openSession }] = await Promise.all([
    import('../config.js'),
    import('../services/ensure-services.js'),
    import('./steps.js'),
    import('./session.js'),
  ]);
  const config = loadConfig();
  const session = openSession(config, await ensureServices(config, printStep));
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
