import type { Command } from 'commander';

interface JsonFlag {
  readonly json?: boolean;
}

export function registerWebhook(program: Command): void {
  const webhook = program
    .command('webhook')
    .description('Post events to an address: signed, in order, until it takes them')
    .addHelpText(
      'after',
      `
Examples:
  podium webhook add https://hooks.example/podium --events trial.best,run.finished
  podium webhook test wh_5f0c2a9b
  podium webhook list

Messages follow the Standard Webhooks specification; the body is a line of podium events --json.
They are signed with PODIUM_WEBHOOK_SECRET, else with the secret in the file webhook-secret of PODIUM_HOME.`,
    );
  webhook
    .command('add')
    .description('Post what happens from now on; a known address gets the new choice of events')
    .argument('<url>', 'http or https, without user and password')
    .option('--events <types>', 'only these, with commas between, like trial.best,run.finished [all]')
    .option('--json', 'print one object')
    .addHelpText(
      'after',
      `
Examples:
  podium webhook add http://127.0.0.1:9000/podium
  podium webhook add https://hooks.example/podium --events trial.best,run.finished,run.failed`,
    )
    .action(async (url: string, flags: JsonFlag & { readonly events?: string }) => {
      const { addWebhook } = await import('./webhook-add.js');
      await addWebhook(url, flags.events, flags.json === true);
    });
  webhook
    .command('list')
    .description('All webhooks: what they took, what waits, why')
    .option('--json', 'print an array')
    .addHelpText('after', '\nExamples:\n  podium webhook list\n  podium webhook list --json')
    .action(async (flags: JsonFlag) => {
      const { listWebhooks } = await import('./webhook-list.js');
      await listWebhooks(flags.json === true);
    });
  webhook
    .command('remove')
    .description('Forget a webhook with what it has not taken yet')
    .argument('<id>')
    .option('--json', 'print one object')
    .addHelpText('after', '\nExamples:\n  podium webhook remove wh_5f0c2a9b')
    .action(async (id: string, flags: JsonFlag) => {
      const { removeWebhook } = await import('./webhook-remove.js');
      await removeWebhook(id, flags.json === true);
    });
  webhook
    .command('test')
    .description('Post a signed event of type webhook.test from here, now')
    .argument('<id>')
    .option('--json', 'print one object')
    .addHelpText('after', '\nExamples:\n  podium webhook test wh_5f0c2a9b')
    .action(async (id: string, flags: JsonFlag) => {
      const { testWebhook } = await import('./webhook-test.js');
      await testWebhook(id, flags.json === true);
    });
}
