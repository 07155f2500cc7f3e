/** Operations on photos of orders: a form with a file, and an image. */
import { plainText } from '@granthouse/example-mcp-server/tools/plain-text';
import { z } from 'zod';
import { addPhoto, getPhoto } from '../photos.ts';
import { id } from './input.ts';
import { created, defineOperation } from './operation.ts';

export const addOrderPhotoOperation = defineOperation({
  operationId: 'add_order_photo',
  method: 'post',
  path: '/orders/:order_id/photos',
  permission: 'orders:write',
  consumes: 'multipart/form-data',
  input: z.strictObject({
    order_id: id,
    photo: z.strictObject({ file: z.base64() }),
    caption: plainText({ min: 1, max: 200 }).optional(),
  }),
  run({ desk }, { order_id, photo, caption = null }) {
    return created(addPhoto(desk, { order_id, caption, bytes: Buffer.from(photo.file, 'base64') }));
  },
});

export const getOrderPhotoOperation = defineOperation({
  operationId: 'get_order_photo',
  method: 'get',
  path: '/orders/:order_id/photos/:photo_id',
  permission: 'orders:read',
  input: z.strictObject({ order_id: id, photo_id: id }),
  run({ desk }, { order_id: orderId, photo_id: photoId }) {
    const { mediaType, bytes } = getPhoto(desk, orderId, photoId);
    return { status: 200, headers: { 'content-type': mediaType }, body: bytes };
  },
});
