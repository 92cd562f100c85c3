import type { Network } from '#docker/api/network';
import { labelMethod, labelText, truncatedId, type RowFormat } from './formatter';

export const NETWORK_TABLE = 'table {{.ID}}\\t{{.Name}}\\t{{.Driver}}\\t{{.Scope}}';

/** A row of `docker network ls`. */
export const networkFormat: RowFormat<Network> = {
  type: '*network.networkContext',
  columns: {
    ID: ['NETWORK ID', (n, { truncate }) => (truncate ? truncatedId(n.Id) : n.Id)],
    Name: ['NAME', (n) => n.Name],
    Driver: ['DRIVER', (n) => n.Driver],
    Scope: ['SCOPE', (n) => n.Scope],
    IPv4: ['IPV4', (n) => String(n.EnableIPv4)],
    IPv6: ['IPV6', (n) => String(n.EnableIPv6)],
    Internal: ['INTERNAL', (n) => String(n.Internal)],
    Labels: ['LABELS', (n) => labelText(n.Labels)],
    CreatedAt: ['CREATED AT', (n) => n.Created.replace('T', ' ').replace('Z', ' +0000 UTC')],
  },
  methods: (n) => labelMethod(n.Labels),
};
