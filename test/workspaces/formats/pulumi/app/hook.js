exports.handler = async (event) => event;
exports.retry = async (event) => event;
