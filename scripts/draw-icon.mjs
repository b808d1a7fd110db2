// @ts-check
// The icon, drawn: a keyhole. A picture in the repository could not be reviewed.
import { crc32, deflateSync } from 'node:zlib';

const INK = [0x14, 0x21, 0x3d, 0xff];
const LIGHT = [0xfc, 0xa3, 0x11, 0xff];
const CLEAR = [0, 0, 0, 0];

/**
 * A square PNG (RFC 2083), 8 bits of red, green, blue and alpha.
 *
 * @param {number} size in pixels
 */
export function drawIcon(size) {
  const rows = Array.from({ length: size }, (_, y) => {
    const pixels = Array.from({ length: size }, (_unused, x) =>
      colorAt((x + 0.5) / size - 0.5, (y + 0.5) / size - 0.5),
    );
    // Each row begins with its filter: none.
    return Buffer.from([0, ...pixels.flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** From the middle, in parts of the side. @param {number} x @param {number} y */
function colorAt(x, y) {
  if (!isInRoundedSquare(x, y)) return CLEAR;
  const isInBow = Math.hypot(x, y + 0.1) < 0.15;
  const isInSlot = y > -0.05 && y < 0.26 && Math.abs(x) < 0.05 + (y + 0.05) * 0.18;
  return isInBow || isInSlot ? LIGHT : INK;
}

/** @param {number} x @param {number} y */
function isInRoundedSquare(x, y) {
  const [half, radius] = [0.48, 0.12];
  const [dx, dy] = [Math.max(Math.abs(x) - half + radius, 0), Math.max(Math.abs(y) - half + radius, 0)];
  return Math.hypot(dx, dy) <= radius;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
