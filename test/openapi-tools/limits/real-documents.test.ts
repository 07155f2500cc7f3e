/** Documents of others within the limits of all hosts that are known: nothing but their number is left to refuse, and nothing is lost. */
import { expect, it } from '@jest/globals';
import { hostProfiles, toolLimitsOf } from '@granthouse/host-profiles';
import { checkTools, openApiTools } from '@granthouse/openapi-tools';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { realDocuments } from '../../support/real-documents.ts';

const server = 'https://api.example.com';
const limits = hostProfiles().map((profile) => toolLimitsOf(profile));
const ajv = new Ajv2020({ strict: false, logger: false });

it.each(realDocuments)('%s: every host takes every tool, if there are not too many', (_name, file) => {
  const { tools } = openApiTools(file, { server, limits });
  const definitions = [...tools.values()].map(({ definition }) => definition);
  const left = limits.flatMap((each) => checkTools(definitions, each).findings);
  expect(left.filter(({ limit }) => limit !== 'toolCount')).toEqual([]);
  const wrong = [...tools.values()].filter(({ argumentSchema }) => ajv.validateSchema(argumentSchema) !== true);
  const wrongAsShown = [...tools.values()].filter(
    ({ definition: { inputSchema } }) => !ajv.validateSchema(inputSchema),
  );
  expect(wrongAsShown.filter((tool) => !wrong.includes(tool))).toEqual([]);
});

it.each(realDocuments)('%s: every argument goes where it went', (_name, file) => {
  const placesIn = (tools: ReturnType<typeof openApiTools>['tools']) =>
    [...tools.values()].map(({ operation, arguments: all }) => [
      operation.at,
      [...all.values()].map(({ in: place, wireName }) => `${place} ${wireName}`),
    ]);
  const mended = openApiTools(file, { server, limits }).tools;
  expect(placesIn(mended)).toEqual(placesIn(openApiTools(file, { server }).tools));
  for (const { arguments: all, argumentSchema, definition } of mended.values()) {
    const names = [...all.keys()].toSorted();
    expect(Object.keys(argumentSchema['properties'] ?? {}).toSorted()).toEqual(names);
    expect(Object.keys(definition.inputSchema['properties'] ?? {}).toSorted()).toEqual(names);
  }
});
