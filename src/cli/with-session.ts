import type { Config } from '../config.js';
import type { ServiceAddresses } from '../services/ensure-services.js';
import type { CliSession } from './session.js';

/**
 * Makes sure that the services run, hands over a session, closes it. Where both servers are one's own nothing is
 * started: commands that read or control need no worker on this machine, and `podium run`, which asks for work to be
 * done, starts one if nobody else polls. What it needs is loaded here, not with the command line: that takes most of
 * a second, which `--help` should not pay.
 */
export async function withSession<T>(
  use: (session: CliSession) => Promise<T>,
  { work = false }: { readonly work?: boolean } = {},
): Promise<T> {
  const [{ loadConfig }, { ensureServices, findServices }, { printStep }, { openSession }, { serverAway }] =
    await Promise.all([
      import('../config.js'),
      import('../services/ensure-services.js'),
      import('./steps.js'),
      import('./session.js'),
      import('./server-away.js'),
    ]);
  const config = loadConfig();
  const servers = ownServers(config) ? await findServices(config) : null;
  const enough = servers !== null && (!work || (await hasWorker(config, servers)));
  const session = openSession(config, enough ? servers : await ensureServices(config, printStep));
  try {
    return await use(session);
  } catch (error) {
    throw enough ? serverAway(error, servers) : error;
  } finally {
    await session.close();
  }
}

function ownServers({ databaseUrl, temporal }: Config): boolean {
  return databaseUrl !== null && temporal.address !== null;
}

/** Whether somebody works for these servers; says so, or that a worker is started here. */
async function hasWorker(config: Config, servers: ServiceAddresses): Promise<boolean> {
  if (servers.supervisorPid !== null) return false;
  const [{ recentPollers }, { taskQueues }] = await Promise.all([
    import('../services/temporal-checks.js'),
    import('../../workflows/messages.js'),
  ]);
  const pollers = await recentPollers(config.temporal, servers.temporalAddress, taskQueues.control);
  process.stderr.write(
    pollers.length > 0
      ? `  worker ${pollers.join(', ')} polls ${taskQueues.control}: none is started here\n`
      : `  nobody polls ${taskQueues.control} at ${servers.temporalAddress}: a worker is started here\n`,
  );
  return pollers.length > 0;
}
