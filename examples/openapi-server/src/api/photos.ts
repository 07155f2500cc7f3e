/** Photos of orders, such as of what arrived broken: the API keeps them in a table of its own beside the order desk's. */
import type { OrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import { getOrder } from '@granthouse/example-mcp-server/order-desk/orders';
import { ApiError } from './api-error.ts';

export const photoSchema = `
CREATE TABLE IF NOT EXISTS photos (
  number INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  caption TEXT,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`;

/** Throws `order_not_found`, and ApiError for what is no picture. */
export function addPhoto(
  desk: OrderDesk,
  photo: { order_id: string; caption: string | null; bytes: Uint8Array },
): object {
  const { order_id: orderId, caption, bytes } = photo;
  getOrder(desk, orderId);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === undefined) {
    throw new ApiError({ status: 400, code: 'no_photo' }, 'The photo is neither PNG nor JPEG. Send one of these.');
  }
  const row = desk.database
    .prepare(
      `INSERT INTO photos (order_id, caption, media_type, bytes, created_at) VALUES (?, ?, ?, ?, ?)
       RETURNING 'photo_' || number AS photo_id, order_id, caption, media_type, length(bytes) AS size, created_at`,
    )
    .get(orderId, caption, mediaType, bytes, new Date(desk.now()).toISOString());
  return { ...row };
}

/** Throws ApiError 404. */
export function getPhoto(desk: OrderDesk, orderId: string, photoId: string): { mediaType: string; bytes: Uint8Array } {
  const row = desk.database
    .prepare(`SELECT media_type, bytes FROM photos WHERE order_id = ? AND 'photo_' || number = ?`)
    .get(orderId, photoId);
  if (row !== undefined) return { mediaType: String(row['media_type']), bytes: row['bytes'] as Uint8Array };
  const message = `Order ${orderId} has no photo ${photoId}. add_order_photo says the id of a photo.`;
  throw new ApiError({ status: 404, code: 'photo_not_found' }, message);
}

/** By the bytes, whatever the sender says they are. */
function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (start === '89504e470d0a1a0a') return 'image/png';
  return start.startsWith('ffd8ff') ? 'image/jpeg' : undefined;
}
