import { NO_CONTENT, type Route } from '../call';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { dnsNamesOf } from '../networks/endpoints';
import { containerEvent } from './events';

/** `docker rename`. */
export const rename: Route = {
  method: 'POST',
  path: '/containers/{id}/rename',
  handle: ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    const name = (query.get('name') ?? '').replace(/^\//, '');
    const old = container.name;
    if (name === '') throw errors.renameEmpty();
    if (name === old) throw errors.renameSame();
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) throw errors.renameInvalid(name);
    const holder = daemon.names.get(name);
    if (holder !== undefined) throw errors.renameInUse(name, holder);
    daemon.names.delete(old);
    daemon.names.set(name, container.id);
    container.record.name = name;
    for (const endpoint of Object.values(container.record.networks)) {
      if (endpoint.dnsNames) endpoint.dnsNames = dnsNamesOf(container, endpoint);
    }
    if (container.run && !container.run.foreignNamespace) container.run.namespace.name = `container ${name}`;
    daemon.save(container);
    daemon.trace('rename', `container/${name}`, { from: old });
    containerEvent(daemon, container, 'rename', { oldName: `/${old}` });
    return NO_CONTENT;
  },
};
