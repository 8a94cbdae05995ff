import { flatSpace } from './flat-space.js';

/** Values of a trial's parameters, by name. A parameter whose condition does not hold is absent. */
export type ParameterValue = number | string | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The parameter exists only while `parameter` has one of the values `in`. */
export interface Condition {
  readonly parameter: string;
  readonly in: readonly ParameterValue[];
}

/** A real number in [low, high], uniform or uniform in its logarithm; `step` keeps it on low + k·step. */
export interface FloatParameter {
  readonly kind: 'float';
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  readonly step?: number;
  readonly when?: Condition;
}

/** A whole number in [low, high], both included. */
export interface IntParameter {
  readonly kind: 'int';
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  readonly step?: number;
  readonly when?: Condition;
}

/** One of the choices; `ordered` says that neighbours resemble each other. */
export interface CategoricalParameter {
  readonly kind: 'categorical';
  readonly choices: readonly ParameterValue[];
  readonly ordered?: boolean;
  readonly when?: Condition;
}

/** One of several options, each with a space of its own, whose conditions name parameters of that space. */
export interface ChoiceParameter {
  readonly kind: 'choice';
  readonly options: Readonly<Record<string, SearchSpace>>;
  readonly when?: Condition;
}

/** An architecture: a sequence of `least` to `most` blocks, each of one type with the parameters of that type. */
export interface GenomeParameter {
  readonly kind: 'genome';
  readonly blocks: Readonly<Record<string, SearchSpace>>;
  readonly least: number;
  readonly most: number;
  readonly when?: Condition;
}

export type FlatParameter = FloatParameter | IntParameter | CategoricalParameter;
export type Parameter = FlatParameter | ChoiceParameter | GenomeParameter;

/**
 * Plain data, in the order in which values are drawn: a condition names an earlier parameter. Names hold no dots:
 * these tell the parts of choices and genomes apart (flat-space.ts).
 */
export interface SearchSpace {
  readonly [name: string]: Parameter;
}

/** A space without nesting: what samplers draw from. */
export type FlatSpace = Readonly<Record<string, FlatParameter>>;

/** True when the parameter exists under the values chosen so far. */
export function isActive(parameter: FlatParameter, values: Parameters): boolean {
  if (parameter.when === undefined) return true;
  const value = values[parameter.when.parameter];
  return value !== undefined && parameter.when.in.includes(value);
}

/** What is wrong with a space, one line each, naming the parameter; empty when it can be searched. */
export function validateSpace(space: SearchSpace): readonly string[] {
  const nesting = nestingProblems('', space);
  if (nesting.length > 0) return nesting;
  const flat = flatSpace(space);
  const names = Object.keys(flat);
  return Object.entries(flat).flatMap(([name, parameter]) => {
    const problems = parameter.kind === 'categorical' ? choiceProblems(parameter) : rangeProblems(parameter);
    if (/^\d+$/.test(name)) problems.push('the name must not be a whole number, or the order is lost');
    if (parameter.when !== undefined) {
      const earlier = names.slice(0, names.indexOf(name));
      problems.push(...conditionProblems(parameter.when, earlier, flat));
    }
    return problems.map((problem) => `${name}: ${problem}`);
  });
}

/** Why `parameters` are no point of the space, one line each, naming the parameter; empty when they are. */
export function parameterProblems(nested: SearchSpace, parameters: Parameters): readonly string[] {
  const space = flatSpace(nested);
  const problems = Object.keys(parameters)
    .filter((name) => !Object.hasOwn(space, name))
    .map((name) => `${name}: is not a parameter of the space`);
  for (const [name, parameter] of Object.entries(space)) {
    const value = parameters[name];
    const active = isActive(parameter, parameters);
    if (value === undefined) {
      if (active) problems.push(`${name}: is missing`);
    } else if (!active) {
      problems.push(`${name}: must be absent, because its condition does not hold`);
    } else {
      const problem = valueProblem(parameter, value);
      if (problem !== null) problems.push(`${name}: ${problem}`);
    }
  }
  return problems;
}

/** True when `parameters` are a point of the space: each active one present, in bounds, on its step. */
export function inSpace(space: SearchSpace, parameters: Parameters): boolean {
  return parameterProblems(space, parameters).length === 0;
}

/** What is wrong with names, choices and genomes, before anything is made of them. */
function nestingProblems(prefix: string, space: SearchSpace): string[] {
  return Object.entries(space).flatMap(([own, parameter]) => {
    const name = `${prefix}${own}`;
    if (own.includes('.')) return [`${name}: the name must not hold a dot`];
    if (parameter.kind === 'genome') return genomeProblems(name, parameter);
    return parameter.kind === 'choice' ? partProblems(name, 'option', parameter.options) : [];
  });
}

function genomeProblems(name: string, { blocks, least, most }: GenomeParameter): string[] {
  const isRange =
    Number.isInteger(least) && Number.isInteger(most) && least >= 0 && least <= most && most > 0;
  const range = isRange
    ? []
    : [`${name}: least ${least} and most ${most} must be whole, 0 or greater and in order`];
  return [...range, ...partProblems(name, 'type of block', blocks)];
}

function partProblems(name: string, what: string, parts: Readonly<Record<string, SearchSpace>>): string[] {
  const entries = Object.entries(parts);
  if (entries.length === 0) return [`${name}: needs at least one ${what}`];
  return entries.flatMap(([part, space]) => [
    ...(part.includes('.') ? [`${name}: the ${what} ${part} must not hold a dot`] : []),
    ...nestingProblems(`${name}.${part}.`, space),
  ]);
}

function rangeProblems(parameter: FloatParameter | IntParameter): string[] {
  const { kind, low, high, log, step } = parameter;
  const problems: string[] = [];
  if (!Number.isFinite(low) || !Number.isFinite(high)) problems.push('low and high must be finite');
  else if (low > high) problems.push(`low ${low} is above high ${high}`);
  if (log === true && low <= 0) problems.push(`low ${low} must be above 0 on a logarithmic scale`);
  if (step !== undefined && !(step > 0 && Number.isFinite(step)))
    problems.push(`step ${step} must be above 0`);
  if (kind === 'int' && ![low, high, step ?? 1].every(Number.isInteger)) {
    problems.push('low, high and step of a whole number must be whole');
  }
  return problems;
}

function choiceProblems(parameter: CategoricalParameter): string[] {
  const { choices } = parameter;
  if (choices.length === 0) return ['needs at least one choice'];
  return new Set(choices).size < choices.length ? ['has a choice twice'] : [];
}

function conditionProblems(when: Condition, earlier: readonly string[], space: FlatSpace): string[] {
  const parent = earlier.includes(when.parameter) ? space[when.parameter] : undefined;
  if (parent === undefined) return [`its condition names ${when.parameter}, which is no earlier parameter`];
  if (when.in.length === 0) return ['its condition allows no value'];
  return when.in
    .filter((value) => valueProblem(parent, value) !== null)
    .map((value) => `its condition asks for ${String(value)}, which ${when.parameter} cannot be`);
}

/** Why the value is none of the parameter's; null when it is. */
export function valueProblem(parameter: FlatParameter, value: ParameterValue): string | null {
  if (parameter.kind === 'categorical') {
    return parameter.choices.includes(value) ? null : `${String(value)} is none of its choices`;
  }
  const { kind, low, high } = parameter;
  if (typeof value !== 'number') return `${String(value)} is not a number`;
  if (!(value >= low && value <= high)) return `${value} is not between ${low} and ${high}`;
  if (kind === 'int' && !Number.isInteger(value)) return `${value} is not whole`;
  if (parameter.step === undefined) return null;
  const steps = (value - low) / parameter.step;
  return Math.abs(steps - Math.round(steps)) <= 1e-6 ? null : `${value} is not on step ${parameter.step}`;
}
