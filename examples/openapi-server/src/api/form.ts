/** The members of a multipart form (RFC 7578), by the parser that Node has. */
import { ApiError } from './api-error.ts';

/** Text as text, and a file as `{ file }`, in base64. Of two parts of one name the last counts. Rejects with ApiError. */
export async function formMembers(body: Buffer, contentType: string): Promise<object> {
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new ApiError({ status: 400, code: 'invalid_request' }, 'The form can not be read.');
    });
  const members = [...form].map(
    async ([name, part]) => [name, typeof part === 'string' ? part : await fileOf(part)] as const,
  );
  return Object.fromEntries(await Promise.all(members));
}

async function fileOf(file: File): Promise<{ file: string }> {
  return { file: Buffer.from(await file.arrayBuffer()).toString('base64') };
}
