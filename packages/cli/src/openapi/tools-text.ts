/** The tools of a document, and where each argument goes: what `granthouse openapi tools` prints. */
import type { PlannedArgument } from '@granthouse/openapi-tools';
import type { Planned } from './planned.ts';
import { clipped, columns, counted, wrapped } from './text.ts';

interface ListedTool {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
  readonly arguments: readonly ListedArgument[];
}

interface ListedArgument {
  readonly name: string;
  readonly in: PlannedArgument['in'];
  /** What the API calls it; absent where the argument is the whole body. */
  readonly wireName?: string;
  readonly required: boolean;
}

export function listedTools({ tools }: Planned): ListedTool[] {
  return [...tools].map(([name, { operation, arguments: all }]) => ({
    name,
    method: operation.method,
    path: operation.path,
    scopes: operation.scopes,
    arguments: [...all].map(([argument, { in: place, wireName, required }]) => ({
      name: argument,
      in: place,
      ...(wireName !== undefined && { wireName }),
      required,
    })),
  }));
}

/** `skipped`: how many operations are no tools. */
export function toolsText(tools: readonly ListedTool[], skipped: number): string {
  const width = Math.min(Math.max(...tools.map(({ name }) => name.length)), 36);
  const lines = tools.flatMap(({ name, method, path, arguments: all }) => [
    clipped(`${clipped(name, width).padEnd(width)}  ${method} ${path}`, columns),
    ...wrapped(placesOf(all), '    '),
  ]);
  if (tools.length === 0) lines.push('No operation becomes a tool.');
  const isAny = (is: (argument: ListedArgument) => boolean) => tools.some(({ arguments: all }) => all.some(is));
  const signs = [
    ...(isAny(({ required }) => required) ? ['* is required'] : []),
    ...(isAny(isRenamed) ? ['after = stands what the API calls it'] : []),
  ];
  if (signs.length > 0) lines.push('', `${signs.join('; ')}.`);
  if (skipped > 0) {
    const left = `${counted(skipped, 'operation')} ${skipped === 1 ? 'is no tool' : 'are no tools'}`;
    lines.push('', `${left}: granthouse openapi check FILE tells why.`);
  }
  return lines.join('\n');
}

/** `path order_id*  query limit, cursor  body (whole)`: a star is required, an equals sign is what the API calls it. */
function placesOf(all: readonly ListedArgument[]): string {
  const places = [...new Set(all.map((argument) => argument.in))];
  return places
    .map(
      (place) =>
        `${place}: ${all
          .filter((argument) => argument.in === place)
          .map(nameOf)
          .join(', ')}`,
    )
    .join('; ');
}

function nameOf(argument: ListedArgument): string {
  const { name, wireName = name, required } = argument;
  const shown = `${clipped(name, 64)}${required ? '*' : ''}`;
  return isRenamed(argument) ? `${shown} = ${clipped(wireName, 64)}` : shown;
}

const isRenamed = ({ name, wireName = name }: ListedArgument) => wireName !== name;
