exports.handler = async () => 'good';
