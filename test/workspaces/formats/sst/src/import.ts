export const handler = async () => 'imported';
