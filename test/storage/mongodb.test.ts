/** The contract, kept in MongoDB: for each test a database of its own on the server that MONGODB_URI names. */
import { describeWhere } from '../support/run-where.ts';
import { mongodbPlace, mongodbUri, noMongodb } from '../support/mongodb.ts';
import { storageContract } from './contract-suite.ts';

describeWhere(mongodbUri !== undefined, noMongodb)('on MongoDB', () => {
  storageContract('mongodb', mongodbPlace);
});
