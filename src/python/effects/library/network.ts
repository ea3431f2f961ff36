import type { LibraryTable } from "./format.ts";

const REQUEST_VERBS = "get post put patch delete head options request send stream";

/** Network services of the standard library, and the HTTP clients in common use; facts from their reference pages. */
export const NETWORK: LibraryTable = {
  socket: {
    others: "pure",
    effects: {
      network:
        "create_connection create_server getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr getnameinfo getfqdn socketpair fromfd",
      process: "gethostname if_nameindex if_nametoindex if_indextoname",
      setting: "setdefaulttimeout sethostname",
    },
    returns: { create_connection: "socket.socket", create_server: "socket.socket", fromfd: "socket.socket" },
    classes: {
      socket: {
        others: "pure",
        effects: {
          network:
            "accept bind close connect connect_ex listen recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into send sendall sendfile sendmsg sendto shutdown makefile detach",
        },
        mutates: "setsockopt settimeout setblocking",
      },
    },
    exceptions: { herror: "builtins.OSError", gaierror: "builtins.OSError" },
    aliases: { timeout: "builtins.TimeoutError", error: "builtins.OSError", SocketType: "socket.socket" },
  },
  ssl: {
    others: "pure",
    effects: { network: "get_server_certificate wrap_socket", read: "create_default_context" },
    returns: { create_default_context: "ssl.SSLContext", wrap_socket: "socket.socket" },
    classes: {
      SSLContext: {
        others: "pure",
        effects: { network: "wrap_socket", read: "load_cert_chain load_verify_locations load_default_certs" },
        returns: { wrap_socket: "socket.socket" },
      },
    },
    exceptions: { SSLError: "builtins.OSError", CertificateError: "ssl.SSLError" },
  },
  select: { others: "pure", effects: { network: "select poll epoll kqueue" } },
  selectors: { others: "unknown", effects: { network: "DefaultSelector SelectSelector PollSelector EpollSelector" } },
  socketserver: {
    others: "unknown",
    effects: { network: "TCPServer UDPServer ThreadingTCPServer ThreadingUDPServer" },
  },
  "urllib.request": {
    others: "pure",
    effects: {
      network: "urlopen urlretrieve",
      write: "urlretrieve",
      setting: "install_opener urlcleanup",
      "env-read": "getproxies",
    },
    returns: { urlopen: "urllib.request.<response>", build_opener: "urllib.request.OpenerDirector" },
    classes: {
      Request: { others: "pure" },
      "<response>": {
        others: "pure",
        effects: { network: "read readline readlines readinto __iter__" },
        returns: { read: "builtins.bytes" },
      },
      OpenerDirector: { others: "pure", effects: { network: "open" }, returns: { open: "urllib.request.<response>" } },
    },
  },
  "urllib.parse": { others: "pure" },
  "urllib.error": {
    others: "pure",
    exceptions: {
      URLError: "builtins.OSError",
      HTTPError: "urllib.error.URLError",
      ContentTooShortError: "urllib.error.URLError",
    },
  },
  "urllib.robotparser": { others: "unknown" },
  "http.client": {
    others: "pure",
    classes: {
      HTTPConnection: {
        others: "pure",
        effects: { network: "request getresponse connect close send endheaders" },
        returns: { getresponse: "http.client.HTTPResponse" },
      },
      HTTPSConnection: { others: "pure", base: "http.client.HTTPConnection" },
      HTTPResponse: { others: "pure", effects: { network: "read readinto" }, returns: { read: "builtins.bytes" } },
    },
    exceptions: { HTTPException: "builtins.Exception", RemoteDisconnected: "builtins.ConnectionResetError" },
  },
  http: { others: "pure" },
  "http.server": { others: "unknown", effects: { network: "HTTPServer ThreadingHTTPServer" } },
  "http.cookies": { others: "pure" },
  ftplib: {
    others: "unknown",
    effects: { network: "FTP FTP_TLS" },
    returns: { FTP: "ftplib.<ftp>", FTP_TLS: "ftplib.<ftp>" },
    classes: {
      "<ftp>": {
        others: "pure",
        effects: {
          network:
            "connect login abort sendcmd voidcmd retrbinary retrlines storbinary storlines transfercmd ntransfercmd mlsd nlst dir rename delete cwd mkd pwd rmd size quit close",
        },
      },
    },
  },
  smtplib: {
    others: "pure",
    effects: { network: "SMTP SMTP_SSL LMTP" },
    returns: { SMTP: "smtplib.<smtp>", SMTP_SSL: "smtplib.<smtp>", LMTP: "smtplib.<smtp>" },
    classes: {
      "<smtp>": {
        others: "pure",
        effects: { network: "connect helo ehlo starttls login sendmail send_message verify quit docmd close noop" },
      },
    },
    exceptions: { SMTPException: "builtins.OSError", SMTPAuthenticationError: "smtplib.SMTPException" },
  },
  poplib: { others: "unknown", effects: { network: "POP3 POP3_SSL" } },
  imaplib: { others: "unknown", effects: { network: "IMAP4 IMAP4_SSL", process: "IMAP4_stream" } },
  nntplib: { others: "unknown", effects: { network: "NNTP NNTP_SSL" } },
  telnetlib: { others: "unknown", effects: { network: "Telnet" } },
  xmlrpc: { others: "pure" },
  "xmlrpc.client": { others: "unknown", effects: { network: "ServerProxy" } },
  asyncio: {
    others: "pure",
    effects: {
      network: "open_connection start_server open_unix_connection start_unix_server",
      process: "create_subprocess_exec create_subprocess_shell to_thread",
      sleep: "sleep",
      nondeterministic: "wait as_completed",
    },
    returns: { get_event_loop: "asyncio.<loop>", new_event_loop: "asyncio.<loop>", get_running_loop: "asyncio.<loop>" },
    classes: {
      "<loop>": {
        others: "pure",
        effects: {
          network:
            "create_connection create_server create_datagram_endpoint create_unix_connection create_unix_server sock_connect sock_accept sock_recv sock_sendall getaddrinfo getnameinfo start_tls",
          process: "subprocess_exec subprocess_shell run_in_executor",
          time: "time",
        },
      },
      Lock: { others: "pure" },
      Event: { others: "pure", mutates: "set clear" },
      Queue: { others: "pure", mutates: "put put_nowait get get_nowait task_done" },
    },
    exceptions: {
      CancelledError: "builtins.BaseException",
      InvalidStateError: "builtins.Exception",
      IncompleteReadError: "builtins.EOFError",
      QueueEmpty: "builtins.Exception",
      QueueFull: "builtins.Exception",
    },
    aliases: { TimeoutError: "builtins.TimeoutError" },
  },
  requests: {
    others: "pure",
    effects: { network: REQUEST_VERBS },
    returns: { Session: "requests.Session", session: "requests.Session" },
    classes: { Session: { others: "pure", effects: { network: REQUEST_VERBS } } },
    exceptions: {
      RequestException: "builtins.OSError",
      HTTPError: "requests.RequestException",
      ConnectionError: "requests.RequestException",
      Timeout: "requests.RequestException",
    },
    aliases: { exceptions: "requests" },
  },
  httpx: {
    others: "pure",
    effects: { network: REQUEST_VERBS },
    classes: {
      Client: { others: "pure", effects: { network: REQUEST_VERBS } },
      AsyncClient: { others: "pure", effects: { network: REQUEST_VERBS } },
    },
  },
  aiohttp: {
    others: "unknown",
    effects: { network: "request" },
    classes: { ClientSession: { others: "pure", effects: { network: `${REQUEST_VERBS} ws_connect close` } } },
  },
  urllib3: {
    others: "unknown",
    effects: { network: "request" },
    classes: { PoolManager: { others: "pure", effects: { network: "request urlopen" } } },
  },
};
