/** The program as a process of its own, on ports that were free: what it says of itself, and how it is stopped. */
import { type Ended, launch, type Launch, type Program } from '../support/program.ts';

export interface StartedProgram {
  readonly program: Program;
  readonly said: string;
  readonly resource: string;
  readonly issuer: string;
  readonly apiKey: string;
  stop(): Promise<Ended>;
}

const anyPorts = { AUTHORIZATION_SERVER_PORT: '0', MCP_SERVER_PORT: '0', API_PORT: '0' };

export function launchProgram({ environment = {}, ...how }: Launch): Program {
  return launch('examples/openapi-server/src/demo/main.ts', { ...how, environment: { ...anyPorts, ...environment } });
}

export async function startProgram(how: Launch): Promise<StartedProgram> {
  const program = launchProgram(how);
  const said = await program.says('Ctrl+C stops it.');
  const after = (name: string) => new RegExp(`^ +${name} +(\\S+)`, 'mu').exec(said)?.[1] ?? '';
  return {
    program,
    said,
    resource: after('MCP server'),
    issuer: after('Authorization server'),
    apiKey: after('API key'),
    async stop() {
      program.signal('SIGTERM');
      return program.ended;
    },
  };
}
