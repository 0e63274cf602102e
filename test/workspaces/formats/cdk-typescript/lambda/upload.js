exports.handler = async (event) => ({ stored: event.key });
