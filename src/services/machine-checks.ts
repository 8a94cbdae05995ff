import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { note, ok, wrong, type Check } from './check.js';

const GIB = 2 ** 30;
/** Embedded services and worker together, beside the trainers. */
const SERVICES_BYTES = 1 * GIB;
const TRAINER_BYTES = 0.4 * GIB;

/** Node, cores, memory, and the home's folder and disk. */
export function checkMachine(config: Config): readonly Check[] {
  return [
    checkNode(process.versions.node),
    checkCores(config),
    checkMemory(config),
    checkHome(config),
    checkDisk(config),
  ];
}

/** @param version 20.11.1 */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 11) || major === 21 || major === 22;
  return fits
    ? ok('Node', version)
    : wrong(
        'Node',
        `${version}; TensorFlow's addon needs 20.11 or later, and below 23`,
        'install Node 22 or 20',
      );
}

function checkCores(config: Config): Check {
  const cores = availableParallelism();
  const wanted = config.slots * config.threadsPerTrainer;
  const detail = `${cores}, for ${config.slots} trainers of ${config.threadsPerTrainer} threads`;
  return wanted <= cores
    ? ok('cores', detail)
    : note(
        'cores',
        `${detail}: more threads than cores`,
        `export PODIUM_SLOTS=${Math.max(1, Math.floor(cores / config.threadsPerTrainer))}`,
      );
}

function checkMemory(config: Config): Check {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const needed = SERVICES_BYTES + config.slots * TRAINER_BYTES;
  const detail = `${gib(total)} in all, ${gib(freemem())} free; trainers are ended at ${config.trainerMemoryMb} MiB each`;
  if (total < needed) {
    return wrong('memory', `${detail}; ${gib(needed)} needed`, 'use fewer trainers: export PODIUM_SLOTS=1');
  }
  const highest = SERVICES_BYTES + config.slots * config.trainerMemoryMb * 2 ** 20;
  if (total < highest) {
    return note(
      'memory',
      `${detail}; all trainers at that limit take ${gib(highest)}`,
      'export PODIUM_TRAINER_MEMORY_MB=1024',
    );
  }
  return ok('memory', detail);
}

function checkHome(config: Config): Check {
  const mend = 'export PODIUM_HOME=<a folder you may write to>';
  try {
    accessSync(nearestFolder(config.home), constants.W_OK);
  } catch {
    return wrong('home', `${config.home} cannot be written`, mend);
  }
  return ok('home', existsSync(config.home) ? config.home : `${config.home}, made at the first start`);
}

function checkDisk(config: Config): Check {
  const disk = statfsSync(nearestFolder(config.home));
  const free = disk.bavail * disk.bsize;
  const detail = `${gib(free)} free for ${config.home}`;
  const mend = 'make room, or: export PODIUM_HOME=<a folder on a larger disk>';
  if (free < 1 * GIB) return wrong('disk', `${detail}; 1 GiB needed`, mend);
  return free < 5 * GIB ? note('disk', detail, mend) : ok('disk', detail);
}

/** The folder itself, or the first above it that exists. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
