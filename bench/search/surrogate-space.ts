import type { Condition, Parameter, ParameterValue, SearchSpace } from '../../src/domain/search-space.js';

/** How a YAHPO scenario is used: what it is asked for, the instances, and what is held fixed (full fidelity). */
export interface Scenario {
  readonly outputs: readonly string[];
  readonly target: string;
  readonly best: number;
  readonly larger_is_better: boolean;
  /** Name of the parameter that is the instance. */
  readonly instance: string;
  readonly instances: readonly string[];
  readonly fixed: Readonly<Record<string, ParameterValue>>;
  readonly categorical: readonly string[];
  readonly numeric: readonly string[];
}

/** A space as ConfigSpace 0.4 writes it (config_space.json). */
export interface ConfigSpace {
  readonly hyperparameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly lower?: number;
    readonly upper?: number;
    readonly log?: boolean;
    readonly choices?: readonly ParameterValue[];
  }[];
  readonly conditions: readonly {
    readonly child: string;
    readonly parent: string;
    readonly type: string;
    readonly value?: ParameterValue;
    readonly values?: readonly ParameterValue[];
  }[];
}

/** The space without instance and fidelity. Dots in names become underscores, as Python expects. */
export function surrogateSpace(config: ConfigSpace, scenario: Scenario): SearchSpace {
  const conditions = new Map(
    config.conditions.map(({ child, parent, value, values }): [string, Condition] => [
      child,
      { parameter: plain(parent), in: values ?? (value === undefined ? [] : [value]) },
    ]),
  );
  const entries = config.hyperparameters
    .filter(({ name }) => name !== scenario.instance && !Object.hasOwn(scenario.fixed, name))
    .map((own): [string, Parameter] => {
      const when = conditions.get(own.name);
      return [plain(own.name), { ...parameterOf(own), ...(when === undefined ? {} : { when }) }];
    });
  const parentsFirst = [
    ...entries.filter(([, { when }]) => when === undefined),
    ...entries.filter(([, { when }]) => when !== undefined),
  ];
  return Object.fromEntries(parentsFirst);
}

function parameterOf(own: ConfigSpace['hyperparameters'][number]): Parameter {
  const { type, lower: low = NaN, upper: high = NaN, log = false, choices = [] } = own;
  if (type === 'categorical') return { kind: 'categorical', choices };
  if (type === 'uniform_int' || type === 'uniform_float') {
    return { kind: type === 'uniform_int' ? 'int' : 'float', low, high, ...(log ? { log } : {}) };
  }
  throw new Error(`${own.name}: the type ${type} of ConfigSpace is not read`);
}

function plain(name: string): string {
  return name.replaceAll('.', '_');
}
