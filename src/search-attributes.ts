import proto from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { searchAttributeNames } from '../workflows/messages.js';

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_DOUBLE } =
  proto.temporal.api.enums.v1.IndexedValueType;

/**
 * Whether the namespace knows Podium's search attributes, after trying to add what is missing. False where
 * that is not allowed (Temporal Cloud, for example): runs then go without.
 */
export async function ensureSearchAttributes(
  connection: NativeConnection,
  namespace: string,
  logger: Logger,
): Promise<boolean> {
  const wanted: Record<string, proto.temporal.api.enums.v1.IndexedValueType> = {
    [searchAttributeNames.competition]: INDEXED_VALUE_TYPE_KEYWORD,
    [searchAttributeNames.status]: INDEXED_VALUE_TYPE_KEYWORD,
    [searchAttributeNames.bestScore]: INDEXED_VALUE_TYPE_DOUBLE,
  };
  try {
    const known = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(wanted).filter(([name]) => !(name in known.customAttributes));
    if (missing.length > 0) {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(missing),
      });
    }
    return true;
  } catch (error) {
    logger.warn({ error }, 'search attributes cannot be created here; runs go without them');
    return false;
  }
}
