/** A barcode as an image: greyscale PNG (ISO/IEC 15948 §5, §11). */
import { crc32, deflateSync } from 'node:zlib';
import { barWidths } from './interleaved-2-of-5.ts';

const quietModules = 10;
const heightModules = 40;

/** `module` is the width of a narrow bar in pixels. */
export function barcodePng(digits: string, module: number): Uint8Array {
  const row = rowOf(barWidths(digits), module);
  const height = heightModules * module;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(row.length, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel; all other members are zero: greyscale, deflate, no interlace.
  header[8] = 8;
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), row])));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function rowOf(widths: readonly number[], module: number): Buffer {
  const quiet = Buffer.alloc(quietModules * module, 255);
  const bars = widths.map((width, index) => Buffer.alloc(width * module, index % 2 === 0 ? 0 : 255));
  return Buffer.concat([quiet, ...bars, quiet]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
