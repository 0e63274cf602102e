/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app() {
    return { name: 'store', home: 'aws' };
  },
  async run() {
    const api = new sst.aws.ApiGatewayV2('Api');
    api.route('GET /items', 'src/items.list');
    api.route('POST /items', { handler: 'src/items.creat' });
    new sst.aws.Function('Import', { handler: 'src/import.handler', timeout: '5 minutes' });
  },
});
