import { ConfigError, type Directive } from './config';

/** What this nginx does something about. */
const SIMULATED =
  'http server location events listen server_name root alias index return rewrite try_files proxy_pass proxy_set_header proxy_redirect upstream autoindex error_page add_header access_log error_log log_format default_type types set map allow deny auth_basic auth_basic_user_file stub_status internal expires client_max_body_size pid user worker_processes daemon if break proxy_connect_timeout proxy_read_timeout proxy_hide_header include server_tokens limit_except';

/**
 * What tunes a real nginx without changing an answer that a learner sees here.
 * Simplified: compression, buffers, caches of open files, keep-alive and TLS parameters have no effect.
 */
const WITHOUT_EFFECT =
  'worker_connections multi_accept use worker_rlimit_nofile worker_cpu_affinity pcre_jit thread_pool sendfile tcp_nopush tcp_nodelay keepalive_timeout keepalive_requests keepalive keepalive_disable reset_timedout_connection send_timeout client_body_timeout client_header_timeout client_body_buffer_size client_header_buffer_size large_client_header_buffers types_hash_max_size types_hash_bucket_size server_names_hash_bucket_size server_names_hash_max_size map_hash_bucket_size variables_hash_max_size gzip gzip_vary gzip_proxied gzip_comp_level gzip_buffers gzip_http_version gzip_types gzip_min_length gzip_disable gzip_static open_file_cache open_file_cache_valid open_file_cache_min_uses open_file_cache_errors proxy_http_version proxy_buffering proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_cache_bypass proxy_no_cache proxy_send_timeout proxy_request_buffering proxy_max_temp_file_size proxy_temp_path client_body_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path proxy_next_upstream proxy_ssl_server_name proxy_ssl_verify proxy_ignore_headers proxy_cookie_path resolver resolver_timeout charset charset_types etag if_modified_since log_not_found log_subrequest merge_slashes port_in_redirect server_name_in_redirect absolute_redirect real_ip_header set_real_ip_from real_ip_recursive ssl_protocols ssl_ciphers ssl_prefer_server_ciphers ssl_session_cache ssl_session_timeout ssl_session_tickets ssl_certificate ssl_certificate_key ssl_dhparam zone least_conn ip_hash hash random load_module env master_process working_directory output_buffers aio directio underscores_in_headers ignore_invalid_headers satisfy http2 chunked_transfer_encoding';

/** Directives of the real program that are told to be missing rather than misunderstood. */
const KNOWN =
  'fastcgi_pass fastcgi_param fastcgi_index fastcgi_split_path_info uwsgi_pass grpc_pass scgi_pass memcached_pass stream mail geo split_clients sub_filter sub_filter_once auth_request auth_request_set limit_req limit_req_zone limit_conn limit_conn_zone proxy_cache proxy_cache_path proxy_cache_valid proxy_cache_key proxy_cache_use_stale secure_link image_filter mirror slice dav_methods mp4 flv js_import js_content js_set ssi ssi_types addition_types add_before_body add_after_body valid_referers perl perl_modules xslt_stylesheet proxy_method proxy_set_body proxy_cookie_domain proxy_intercept_errors post_action recursive_error_pages userid';

const words = (text: string): Set<string> => new Set(text.split(' '));
const simulated = words(SIMULATED);
const quiet = words(WITHOUT_EFFECT);
const known = words(KNOWN);

/** A directive that nginx has and this one does not do. */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
}

/** Where each kind of block may stand; other directives are not checked. */
const PLACE: Readonly<Record<string, string>> = {
  server: 'http',
  location: 'server location',
  upstream: 'http',
  http: 'main',
  events: 'main',
  types: 'http server location',
  listen: 'server',
  server_name: 'server',
  proxy_pass: 'location if limit_except',
  root: 'http server location if',
};

/** Checks that nginx would know every directive, and that it stands where it may. Throws ConfigError, NotSimulatedError. */
export function checkDirectives(block: readonly Directive[], place = 'main'): void {
  for (const directive of block) {
    const { name, file, line, args } = directive;
    const where = `${file}:${String(line)}`;
    if (place === 'upstream' && (name === 'server' || quiet.has(name))) continue;
    if (!simulated.has(name) && !quiet.has(name)) {
      if (known.has(name)) throw new NotSimulatedError(`nginx directive "${name}" in ${where}`);
      throw new ConfigError(`unknown directive "${name}" in ${where}`);
    }
    if (PLACE[name] !== undefined && !PLACE[name].split(' ').includes(place)) {
      throw new ConfigError(`"${name}" directive is not allowed here in ${where}`);
    }
    if (
      args.length === 0 &&
      !directive.block &&
      !['internal', 'stub_status', 'break', 'ip_hash', 'least_conn'].includes(name)
    ) {
      throw new ConfigError(`invalid number of arguments in "${name}" directive in ${where}`);
    }
    if (directive.block && name !== 'types' && name !== 'map') checkDirectives(directive.block, name);
  }
}
