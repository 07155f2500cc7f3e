/** The document contract and sealing; engines are imported by their own names, such as `@granthouse/storage/memory`. */
export type {
  CollectionDefinition,
  Collections,
  Document,
  DocumentStore,
  FieldChange,
  FieldValues,
  FoundDocument,
  FoundPage,
  IndexedValue,
  InspectedStore,
  JsonValue,
  Page,
  StorageEngine,
  StoreReport,
} from './contract.ts';
export { everyRecord } from './every-record.ts';
export { StorageError, type StorageErrorCode } from './storage-error.ts';
export { createSealer, SealError, type Sealer, type SealErrorCode, type Secret } from './sealing.ts';
