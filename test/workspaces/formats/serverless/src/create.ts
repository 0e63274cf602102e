export const handler = async (event: { body?: string }) => ({ statusCode: 201, body: event.body ?? '' });
