import { allHandlersFinished, ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import { controlCommands, type ControlCommand } from '../src/domain/control-commands.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { controlOf, settingsOf, type ControlSettings, type RunControl } from '../src/domain/run-control.js';
import { controlUpdates, type ControlUpdateName } from './messages.js';

/** What people have asked of this run. */
export interface RunControls {
  /** Null while the data is being prepared. */
  now(): RunControl | null;
  /** Opens the run to changes; those that came during the preparation are made before this returns. */
  open(plan: RunPlan): Promise<RunControl>;
  /** From now on nothing can be changed. */
  endSearch(): void;
  /** Answers what still waits. To be called before the workflow ends. */
  close(): Promise<void>;
}

/**
 * Registers an update for each command. While the data is being prepared, updates wait for the plan: the settings
 * they change are not known before. Nothing that arrives is lost.
 */
export function createRunControls(onChange: () => void): RunControls {
  let control: RunControl | null = null;
  let ended = false;

  const change = async (command: ControlCommand, argument: unknown): Promise<ControlSettings> => {
    await condition(() => control !== null || ended);
    const refused = control === null ? 'the run is over' : command.refusal(control, argument);
    if (control === null || refused !== null) throw refusal(refused ?? '');
    control = { ...command.apply(control, argument, Date.now()), version: control.version + 1 };
    onChange();
    return settingsOf(control);
  };

  for (const name of Object.keys(controlUpdates) as ControlUpdateName[]) {
    const command: ControlCommand = controlCommands[name];
    setHandler(controlUpdates[name], (argument: unknown) => change(command, argument), {
      description: command.description,
      validator: (argument: unknown) => {
        const refused = command.refusal(control, argument);
        if (refused !== null) throw refusal(refused);
      },
    });
  }

  return {
    now: () => control,
    async open(plan) {
      const opened = controlOf(plan);
      control = opened;
      await condition(allHandlersFinished);
      return control;
    },
    endSearch() {
      if (control !== null) control = { ...control, searchOver: true };
    },
    async close() {
      ended = true;
      await condition(allHandlersFinished);
    },
  };
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, failureTypes.invalidInput);
}
