import { gatewayResponseOf } from '../../apis/gatewayResponses.ts';
import type { GatewayResponse } from '../../apis/model.ts';
import { type CallValue, callOption, type ProgramValue } from '../../program/index.ts';
import { cdkCallee } from '../names.ts';
import { methodOf, plainOf, symbolOf } from './plain.ts';

/** The API that `api.addGatewayResponse('X', { type })` or `new GatewayResponse(this, 'X', { restApi, type })` is about. */
export function responseApi(call: CallValue): ProgramValue | undefined {
  if (methodOf(call) === 'addGatewayResponse') return call.callee.kind === 'part' ? call.callee.of : undefined;
  return cdkCallee(call) === 'aws-apigateway.GatewayResponse' ? callOption(call, 2, 'restApi') : undefined;
}

export function isGatewayResponse(call: CallValue): boolean {
  return methodOf(call) === 'addGatewayResponse' || cdkCallee(call) === 'aws-apigateway.GatewayResponse';
}

export function readGatewayResponse(call: CallValue): readonly [type: unknown, response: GatewayResponse] {
  const option = (name: string) => callOption(call, methodOf(call) === undefined ? 2 : 1, name);
  const headers = Object.entries(byName(option('responseHeaders'))).map(([name, value]) => [`gatewayresponse.header.${name}`, value]);
  const response = gatewayResponseOf(plainOf(option('statusCode')), Object.fromEntries(headers), byName(option('templates')));
  return [symbolOf(option('type')), response];
}

/** Names as they are written: they are headers and media types. */
function byName(value: ProgramValue | undefined): Readonly<Record<string, unknown>> {
  if (value?.kind !== 'object') return {};
  return Object.fromEntries(value.entries().entries.map((entry) => [entry.key, plainOf(entry.value)]));
}
