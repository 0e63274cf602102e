/** A note on routes whose authorizer can't be told. `id`: as its template has it. */
export function unknownAuthorizer(id: string): string {
  return `The routes behind the authorizer ${id} are open here: which function it is is only known when it is deployed.`;
}
