export async function handler(event: { id: string }) {
  return { album: event.id };
}
