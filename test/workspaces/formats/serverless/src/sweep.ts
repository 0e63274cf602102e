const remove = async (before: Date): Promise<number> => before.getTime();

export { remove as handler };
