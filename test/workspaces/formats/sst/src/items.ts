export async function list() {
  return { statusCode: 200, body: '[]' };
}

export async function create(event: { body: string }) {
  return { statusCode: 201, body: event.body };
}
