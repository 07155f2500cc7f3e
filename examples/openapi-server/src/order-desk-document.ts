/** Where the order desk's OpenAPI document is. */
export const orderDeskDocument = new URL('../order-desk.openapi.yaml', import.meta.url);
