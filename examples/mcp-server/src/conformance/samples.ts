/** The smallest picture and the smallest sound that are whole files. */

/** One green point. */
export const picture = {
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPQz/YHAAG2AOoVvQi9AAAAAElFTkSuQmCC',
  mimeType: 'image/png',
};

/** One silent sample at 8 kHz. */
export const sound = {
  data: 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==',
  mimeType: 'audio/wav',
};
