// Exit code 0 when the worker of this container is healthy.
const response = await fetch(`http://${process.env['PODIUM_HEALTH_ADDRESS']}/healthz`);
process.exit(response.ok ? 0 : 1);
