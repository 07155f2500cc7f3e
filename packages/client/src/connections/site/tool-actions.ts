/** What admins do with the tools of a connection: those that they ticked are approved, those that they switched are switched. */
import { FieldProblem, type ConnectionView, type SwitchedTool } from '../connections.ts';
import { backTo, type Deed } from './deed.ts';
import { type EnteredTools, toolKey } from './pages/tools.ts';

export async function approve({ room, visit, connection, form }: Deed): Promise<Response> {
  const versions = form.getAll(form.get('which') === 'all' ? 'shown' : 'version');
  await room.connections.approveTools(visit.by, connection.id, versions);
  if (versions.length === 0) throw new FieldProblem({ tools: 'Nothing is selected. Tick what you have read.' });
  return backTo(connection, 'approved');
}

export async function switchTools({ room, visit, connection, form }: Deed): Promise<Response> {
  await room.connections.switchTools(visit.by, connection.id, switchedIn(form, connection));
  return backTo(connection, 'saved');
}

/** To be shown again. */
export function enteredTools(form: URLSearchParams, connection: ConnectionView): EnteredTools {
  const isOn = new Map(switchedIn(form, connection).map((each) => [each.tool, each.isOn]));
  return { ticked: new Set(form.getAll('version')), isOn };
}

/** What somebody changed in the form; whatever else was switched meanwhile stays as it is. */
function switchedIn(form: URLSearchParams, { tools }: ConnectionView): readonly SwitchedTool[] {
  const names = new Map(tools.map(({ name }) => [toolKey(name), name]));
  const on = new Set(form.getAll('on'));
  const switched = (wasOn: boolean) =>
    form
      .getAll(wasOn ? 'was-on' : 'was-off')
      .map((shown) => shown.split('.'))
      .filter(([key = '']) => on.has(key) !== wasOn)
      .map(([key = '', revision = '']) => ({ tool: names.get(key) ?? key, isOn: !wasOn, revision }));
  return [...switched(true), ...switched(false)];
}
