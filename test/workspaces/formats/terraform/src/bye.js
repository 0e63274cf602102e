exports.handler = async () => 'bye';
