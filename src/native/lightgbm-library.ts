import koffi from 'koffi';
import { installedNative } from './installed.js';

/** Address of a native object. */
export type Handle = bigint;

type Out<T> = [T | null];

/** The functions of LightGBM's C API (include/LightGBM/c_api.h, 4.x) that Podium calls; 0 is success. */
export interface LightgbmLibrary {
  lastError(): string;
  datasetCreate(
    data: Float64Array, // [rows × columns]
    dataType: number,
    rows: number,
    columns: number,
    isRowMajor: number,
    parameters: string,
    reference: Handle | null,
    out: Out<Handle>,
  ): number;
  datasetSetField(
    dataset: Handle,
    field: string,
    data: Float32Array,
    length: number,
    dataType: number,
  ): number;
  datasetFree(dataset: Handle): number;
  boosterCreate(dataset: Handle, parameters: string, out: Out<Handle>): number;
  boosterAddValidation(booster: Handle, dataset: Handle): number;
  boosterUpdate(booster: Handle, isFinished: Int32Array): number;
  boosterEvaluate(booster: Handle, data: number, length: Int32Array, out: Float64Array): number;
  boosterPredict(
    booster: Handle,
    data: Float64Array, // [rows × columns]
    dataType: number,
    rows: number,
    columns: number,
    isRowMajor: number,
    predictType: number,
    startRound: number,
    rounds: number,
    parameters: string,
    length: BigInt64Array,
    out: Float64Array, // [rows × outputs]
  ): number;
  boosterToText(
    booster: Handle,
    startRound: number,
    rounds: number,
    importance: number,
    capacity: number,
    length: BigInt64Array,
    out: Uint8Array,
  ): number;
  boosterFromText(text: string, rounds: Int32Array, out: Out<Handle>): number;
  boosterOutputs(booster: Handle, out: Int32Array): number;
  boosterFree(booster: Handle): number;
}

let loaded: LightgbmLibrary | undefined;

/** Loads the library on first use. @throws Error when it is not installed */
export function lightgbmLibrary(): LightgbmLibrary {
  loaded ??= load(installedNative().lightgbm);
  return loaded;
}

/** Calls by name and throws what the library says went wrong. */
export function check(library: LightgbmLibrary, status: number): void {
  if (status !== 0) throw new Error(`LightGBM: ${library.lastError().trim()}`);
}

function load(file: string): LightgbmLibrary {
  const library = koffi.load(file);
  const bind = (definition: string) => library.func(definition) as (...given: unknown[]) => unknown;
  const matrix = 'double *data, int dataType, int32_t rows, int32_t columns, int rowMajor';
  return {
    lastError: bind('const char *LGBM_GetLastError()'),
    datasetCreate: bind(
      `int LGBM_DatasetCreateFromMat(${matrix}, const char *parameters, void *reference, _Out_ void **out)`,
    ),
    datasetSetField: bind(
      'int LGBM_DatasetSetField(void *dataset, const char *field, float *data, int length, int dataType)',
    ),
    datasetFree: bind('int LGBM_DatasetFree(void *dataset)'),
    boosterCreate: bind('int LGBM_BoosterCreate(void *dataset, const char *parameters, _Out_ void **out)'),
    boosterAddValidation: bind('int LGBM_BoosterAddValidData(void *booster, void *dataset)'),
    boosterUpdate: bind('int LGBM_BoosterUpdateOneIter(void *booster, int *isFinished)'),
    boosterEvaluate: bind('int LGBM_BoosterGetEval(void *booster, int data, int *length, double *out)'),
    boosterPredict: bind(
      `int LGBM_BoosterPredictForMat(void *booster, ${matrix}, int predictType, int startRound, int rounds, const char *parameters, int64_t *length, double *out)`,
    ),
    boosterToText: bind(
      'int LGBM_BoosterSaveModelToString(void *booster, int startRound, int rounds, int importance, int64_t capacity, int64_t *length, uint8_t *out)',
    ),
    boosterFromText: bind(
      'int LGBM_BoosterLoadModelFromString(const char *text, int *rounds, _Out_ void **out)',
    ),
    boosterOutputs: bind('int LGBM_BoosterGetNumClasses(void *booster, int *out)'),
    boosterFree: bind('int LGBM_BoosterFree(void *booster)'),
  } as LightgbmLibrary;
}
