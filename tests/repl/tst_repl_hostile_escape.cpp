// Cells that look for a way out through files, links, descriptors, the environment and the network.
#include "repl/hostile.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const std::vector<HostileCell> Cells{
    // ---- reading
    {.name = "files of the system", .code = "for p in ('/etc/passwd', '/etc/shadow', '/etc/hostname', '/var/log/dpkg.log', '/root/.bashrc', '/etc/ssl/openssl.cnf'):\n"
        "  no(p, lambda: open(p).read(), also=('ENOENT',))", .needs = Needs::Files},
    {.name = "home", .code = "no('key', lambda: open(HOMEFOLDER + '/.key').read())\nno('list', os.listdir, HOMEFOLDER)\nno('~', os.listdir, '/root')\nno('~', os.listdir, '/home')", .needs = Needs::Files},
    {.name = "files of the user", .code = "no('read', open, OUTSIDE + '/secret')\nno('link', open, OUTSIDE + '/link')\nno('walk', os.scandir, OUTSIDE)\nno('fd', os.open, OUTSIDE, os.O_DIRECTORY)", .needs = Needs::Files},
    {.name = "folders", .code = "for p in ('/', '/etc', '/proc', '/sys', '/dev', '/run', '/var', '/tmp', '/boot', '/mnt', '/srv', '/opt'): no(p, os.listdir, p)\n"
        "import glob\nprint(glob.glob('/*') + glob.glob('/etc/*') + glob.glob('/home/*/*'))", .out = "\\[\\]\n", .needs = Needs::Files},
    {.name = "proc of the host", .code = "for f in ('environ', 'mem', 'maps', 'cmdline', 'fd', 'status', 'cwd/x', 'root/etc/passwd', 'task', 'fdinfo'):\n"
        "  for pid in (HOST, SIBLING, os.getppid(), 1): no('%d/%s' % (pid, f), os.open, '/proc/%d/%s' % (pid, f), 0, also=('ENOENT',))", .needs = Needs::Files},
    {.name = "proc of itself", .code = "for f in ('mem', 'maps', 'environ', 'fd', 'status', 'root/etc/passwd', 'cwd/../..', 'pagemap', 'attr/exec', 'oom_score_adj', 'uid_map'):\n"
        "  no(f, os.open, '/proc/self/' + f, os.O_RDONLY, also=('ENOENT',))\nno('mem', os.open, '/proc/self/mem', os.O_RDWR)\nno('oom', lambda: open('/proc/self/oom_score_adj', 'w').write('-1000'))", .needs = Needs::Files},
    {.name = "numbers of the machine", .code = "for p in ('/sys/kernel', '/sys/class/net', '/sys/fs/cgroup', '/proc/net/tcp', '/proc/net/unix', '/proc/sys/kernel/core_pattern', '/proc/kallsyms', '/proc/modules', '/proc/mounts'):\n"
        "  no(p, os.open, p, 0, also=('ENOENT',))", .needs = Needs::Files},
    {.name = "devices", .code = "for p in ('mem', 'kmsg', 'sda', 'vda', 'tty', 'console', 'ptmx', 'kvm', 'fuse', 'loop-control', 'port', 'vsock', 'userfaultfd', 'rtc0'):\n"
        "  no(p, os.open, '/dev/' + p, os.O_RDWR, also=('ENOENT', 'ENXIO'))", .needs = Needs::Files},
    {.name = "environment", .code = "import posix\nprint('RLMSCOPE_SECRET' in os.environ, b'RLMSCOPE_SECRET' in posix.environ, os.getenv('RLMSCOPE_SECRET'))\n_libc.getenv.restype = ctypes.c_char_p\n"
        "print(_libc.getenv(b'RLMSCOPE_SECRET'))\nenviron = ctypes.POINTER(ctypes.c_char_p).in_dll(_libc, 'environ')\ni = 0\nwhile environ[i]:\n  if b'key-of' in environ[i]: print('ESCAPED')\n  i += 1",
        .out = "False False None\nNone\n"},
    {.name = "scratch of a sibling", .code = "no('list', os.listdir, SIBLINGSCRATCH)\nno('read', open, SIBLINGSCRATCH + '/sibling.txt')\nno('write', open, SIBLINGSCRATCH + '/planted', 'w')\n"
        "own = os.path.dirname(os.path.dirname(os.getcwd()))\nno('parent', os.listdir, '../..')\nno('parent', os.listdir, own)\nno('parent', open, own + '/x', 'w')\nno('remove', os.remove, SIBLINGSCRATCH + '/sibling.txt')", .needs = Needs::Files},
    {.name = "own descriptors", .code = "import stat\nkinds = set()\nfor fd in range(1024):\n  try: m = os.fstat(fd).st_mode\n  except OSError: continue\n"
        "  if stat.S_ISDIR(m): print('a folder', fd)\n  if stat.S_ISREG(m) and os.fstat(fd).st_nlink: print('a file', fd)\n"
        "  try:\n    if stat.S_ISREG(m): os.pwrite(fd, b'x', 0); print('writable', fd)\n  except OSError: pass"},
    {.name = "shared memory", .code = "from multiprocessing import shared_memory\nno('shm', lambda: shared_memory.SharedMemory('escaped-cell', True, 4096))\nno('shm', open, '/dev/shm/escaped-cell', 'w')", .needs = Needs::Files},
    // ---- writing
    {.name = "writes outside", .code = "for p in (OUTSIDE + '/new', OUTSIDE + '/secret', HOMEFOLDER + '/.bashrc', '/tmp/escaped-cell', '/var/tmp/escaped-cell', TEMPORARY + '/x', '/dev/shm/escaped-cell', '../../x'):\n"
        "  no(p, open, p, 'a')\n  no(p, os.open, p, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)\nno('tmpfile', os.open, OUTSIDE, os.O_TMPFILE | os.O_RDWR, also=('EISDIR',))", .needs = Needs::Files},
    {.name = "writes into Python", .code = "import json\nno('json', open, json.__file__, 'a')\nno('pth', open, os.path.dirname(json.__file__) + '/escaped.pth', 'w')\n"
        "for p in sys.path: no(p, open, p + '/escaped_cell.py', 'w', also=('ENOENT', 'ENOTDIR'))\nno('bin', open, '/usr/bin/escaped-cell', 'w')\nno('lib', open, '/usr/lib/escaped-cell', 'w')", .needs = Needs::Files},
    {.name = "makes folders and nodes outside", .code = "no('mkdir', os.mkdir, OUTSIDE + '/d')\nno('fifo', os.mkfifo, OUTSIDE + '/f')\nno('node', os.mknod, OUTSIDE + '/n')\nno('symlink', os.symlink, 'x', OUTSIDE + '/l')\n"
        "no('rmdir', os.rmdir, OUTSIDE + '/folder')\nno('remove', os.remove, OUTSIDE + '/secret')\nno('rename', os.rename, OUTSIDE + '/secret', OUTSIDE + '/moved')", .needs = Needs::Files},
    {.name = "device nodes in scratch", .code = "import stat\nno('block', os.mknod, 'b', stat.S_IFBLK | 0o600, os.makedev(8, 0))\nno('char', os.mknod, 'c', stat.S_IFCHR | 0o600, os.makedev(1, 1))", .needs = Needs::Files},
    {.name = "symlink out of scratch", .code = "os.symlink(OUTSIDE, 'out'); os.symlink('/', 'root'); os.symlink(OUTSIDE + '/secret', 's')\nno('read', open, 'out/secret')\nno('read', open, 's')\nno('write', open, 's', 'w')\n"
        "no('new', open, 'out/new', 'w')\nno('etc', open, 'root/etc/passwd')\nno('list', os.listdir, 'root')\nno('list', os.listdir, 'out')", .needs = Needs::Files},
    {.name = "hard link into scratch", .code = "no('link', os.link, OUTSIDE + '/secret', 'mine', also=('EXDEV',))\nno('link', os.link, '/etc/passwd', 'mine', also=('EXDEV',))\nno('out', lambda: (open('f', 'w').write('x'), os.link('f', OUTSIDE + '/f')), also=('EXDEV',))", .needs = Needs::Files},
    {.name = "renames across", .code = "no('in', os.rename, OUTSIDE + '/secret', 'mine', also=('EXDEV',))\nopen('f', 'w').write('x')\nno('out', os.rename, 'f', OUTSIDE + '/f', also=('EXDEV',))\n"
        "raw('exchange', 316, -100, b'f', -100, (OUTSIDE + '/secret').encode(), 2, also=('EXDEV',))\nno('scratch', os.rename, os.getcwd(), OUTSIDE + '/taken', also=('EXDEV',))", .needs = Needs::Files},
    {.name = "symlink race", .code = "import threading\nstop = []\nopen('plain', 'w').write('mine')\ndef flip():\n  while not stop:\n    for target in ('plain', OUTSIDE + '/secret'):\n"
        "      try: os.symlink(target, 'new'); os.replace('new', 'race')\n      except OSError: pass\nt = threading.Thread(target=flip); t.start()\nseen = set()\n"
        "for i in range(3000):\n  try: seen.add(open('race').read())\n  except OSError: pass\nstop.append(1); t.join()\nprint(seen <= {'mine'})", .out = "True\n", .needs = Needs::Files},
    {.name = "mode, owner, times outside", .code = "for p in (OUTSIDE + '/secret', OUTSIDE, HOMEFOLDER):\n  tries(os.chmod, p, 0o777)\n  tries(os.chown, p, 0, 0)\n  tries(os.utime, p, (1, 1))\n"
        "  tries(os.lchown, p, -1, -1)\n  tries(call, 268, -100, p.encode(), 0o777)\n  tries(call, 452, -100, p.encode(), 0o777, 0)\n  tries(call, 92, p.encode(), 1, 1)\n  tries(call, 260, -100, p.encode(), 1, 1, 0)\n"
        "  tries(call, 132, p.encode(), None)\n  tries(call, 235, p.encode(), None)\n  tries(call, 261, -100, p.encode(), None)\n  tries(call, 280, -100, p.encode(), None, 0)", .needs = Needs::Calls},
    {.name = "mode of a link's target", .code = "os.symlink(OUTSIDE + '/secret', 's')\ntries(os.chmod, 's', 0o777)\ntries(os.utime, 's', (1, 1))\ntries(os.chown, 's', 1, 1)", .needs = Needs::Calls},
    {.name = "attributes outside", .code = "no('setxattr', os.setxattr, OUTSIDE + '/secret', 'user.x', b'1', also=('ENOTSUP', 'EOPNOTSUPP'))\nraw('lsetxattr', 189, (OUTSIDE + '/secret').encode(), b'user.y', b'1', 1, 0, also=('ENOTSUP', 'EOPNOTSUPP'))\n"
        "no('removexattr', os.removexattr, OUTSIDE + '/secret', 'user.x', also=('ENOTSUP', 'EOPNOTSUPP'))\nraw('setxattrat', 463, -100, (OUTSIDE + '/secret').encode(), 0, b'user.z', 0, 16)", .needs = Needs::Calls},
    {.name = "cuts a file outside", .code = "no('truncate', os.truncate, OUTSIDE + '/secret', 0)\nraw('truncate', 76, (OUTSIDE + '/secret').encode(), 3)\nos.symlink(OUTSIDE + '/secret', 's')\nno('truncate', os.truncate, 's', 0)", .needs = Needs::Both},
    {.name = "O_PATH", .code = "def f(flags, how):\n  fd = os.open(OUTSIDE + '/secret', flags)\n  return how(fd)\nP = os.O_PATH\n"
        "no('reopen', f, P, lambda fd: os.open('/proc/self/fd/%d' % fd, os.O_RDONLY))\ntries(f, P, lambda fd: os.chmod('/proc/self/fd/%d' % fd, 0o777))\n"
        "def g():\n  d = os.open(OUTSIDE, P)\n  return os.open('secret', os.O_RDONLY, dir_fd=d)\nno('openat', g)\n"
        "def h():\n  d = os.open('/', P)\n  return os.open('etc/passwd', os.O_RDONLY, dir_fd=d)\nno('openat', h)\ntries(f, P, lambda fd: call(268, fd, b'', 0o777))\ntries(f, P, lambda fd: call(91, fd, 0o777))\ntries(f, os.O_RDONLY, lambda fd: os.fchmod(fd, 0o777))", .needs = Needs::Both},
    {.name = "openat2", .code = "import struct\nfor p in (OUTSIDE + '/secret', '/etc/passwd', '/proc/self/mem', '../../../../../../etc/passwd'):\n"
        "  raw(p, 437, -100, p.encode(), struct.pack('QQQ', 0, 0, 0), 24)\nraw('in root', 437, -100, b'/etc/passwd', struct.pack('QQQ', 0, 0, 0x10), 24, also=('ENOENT', 'EXDEV'))", .needs = Needs::Files},
    {.name = "changes folder", .code = "for p in ('/', OUTSIDE, '/etc', '..'):\n  try: os.chdir(p)\n  except OSError: pass\n  no('read', open, 'secret', also=('ENOENT',))\n  no('read', open, 'passwd', also=('ENOENT',))\n  no('list', os.listdir, '.') if os.getcwd() != os.environ['HOME'] else None", .needs = Needs::Files},
    {.name = "watches files", .code = "def f():\n  fd = call(294, 0)\n  return call(254, fd, OUTSIDE.encode(), 0xfff)\nno('inotify', f)\ndef g():\n  fd = call(253)\n  return call(254, fd, HOMEFOLDER.encode(), 0xfff)\nno('inotify', g)\n"
        "import fcntl\nno('F_NOTIFY', lambda: fcntl.fcntl(os.open(OUTSIDE, 0), 1026, 0xffff))", .needs = Needs::Both},
    {.name = "locks", .code = "import fcntl\nno('flock', lambda: fcntl.flock(os.open(OUTSIDE + '/secret', os.O_RDONLY), fcntl.LOCK_EX))\nno('lease', lambda: fcntl.fcntl(os.open(OUTSIDE + '/secret', os.O_RDONLY), 1024, 1))", .needs = Needs::Files},
    {.name = "loads machine code from scratch", .code = "import glob, shutil\nsource = (glob.glob(os.path.dirname(os.__file__) + '/lib-dynload/_*.so') or [None])[0]\nif source:\n  shutil.copyfile(source, 'x.so')\n"
        "  try: ctypes.CDLL(os.path.abspath('x.so'))\n  except OSError: pass\nno('read', open, OUTSIDE + '/secret')", .needs = Needs::Files},
    {.name = "scratch that cannot be removed", .code = "os.makedirs('a/b/c'); open('a/b/c/f', 'w').write('x'); os.chmod('a/b/c', 0); os.chmod('a/b', 0); os.chmod('a', 0)\nos.chmod('.', 0)", .status = "ok|raised", .cause = "(PermissionError.*)?",
        .after = After::Either},
    {.name = "deep folders", .code = "for i in range(3000):\n  os.mkdir('d'); os.chdir('d')", .status = "ok|raised", .cause = ".*"},
    {.name = "names of many kinds", .code = "for n in (b'\\xff\\xfe', b'a\\nb', b'-rf', b' ', b'x' * 255, 'ä'.encode()): open(n, 'w').close()\nos.symlink('loop', 'loop'); os.mkfifo('fifo') if hasattr(os, 'mkfifo') else None\nprint(len(os.listdir('.')))",
        .status = "ok|raised", .cause = "(PermissionError.*)?", .out = "(8\n)?"},
    // ---- the network
    {.name = "sockets of every family", .code = "import socket\nfor family in range(46):\n  for kind in (1, 2, 3, 5): no('socket %d %d' % (family, kind), socket.socket, family, kind, 0, also=('EAFNOSUPPORT', 'ESOCKTNOSUPPORT', 'EPROTONOSUPPORT') if family != 1 and family != 2 else ())", .needs = Needs::Calls},
    {.name = "connects", .code = "import socket\ndef f(): socket.create_connection(('127.0.0.1', TCP), 2)\nno('tcp', f)\ndef g():\n  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('127.0.0.1', UDP))\nno('udp', g)\n"
        "def h():\n  s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.sendto(b'x', 0x20000000, ('127.0.0.1', TCP))\nno('fast open', h)", .needs = Needs::Calls},
    {.name = "local sockets", .code = "import socket\nfor name in ('\\0' + ABSTRACT, OUTSIDE + '/socket', '/run/systemd/private', '/run/dbus/system_bus_socket', '/tmp/.X11-unix/X0', '\\0/tmp/.X11-unix/X0'):\n"
        "  def f():\n    s = socket.socket(socket.AF_UNIX); s.connect(name)\n  no(repr(name), f)", .needs = Needs::Calls},
    {.name = "socketpair works", .code = "import socket\na, b = socket.socketpair()\na.send(b'x'); print(b.recv(1))\nimport asyncio\nasync def f(): await asyncio.sleep(0); return 1\nprint(await f())", .out = "b'x'\n1\n"},
    {.name = "datagrams from a socketpair", .code = "import socket\ndef pair(): return socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\ndef f(): pair()[0].sendto(b'x', '\\0' + ABSTRACT + '-datagram')\n"
        "def g(): a = pair()[0]; a.connect('\\0' + ABSTRACT + '-datagram'); a.send(b'x')\ndef h(): pair()[0].sendmsg([b'x'], [], 0, '\\0' + ABSTRACT + '-datagram')\nfor x in (f, g, h): no('datagram', x)\n"
        "def k(): pair()[0].sendto(b'x', OUTSIDE + '/datagrams')\nno('path', k)\ndef i(): a, b = socket.socketpair(); a.connect('\\0' + ABSTRACT)\nno('stream', i, also=('EISCONN', 'EINVAL'))", .needs = Needs::Calls},
    {.name = "listens", .code = "import socket\ndef f():\n  s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\nno('listen', f)\ndef g():\n  a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM); a.bind('sock'); a.listen()\nno('bind', g, also=('EINVAL',))", .needs = Needs::Calls},
    {.name = "names of hosts", .code = "import socket\nfor host in ('example.com', 'localhost.localdomain.invalid'):\n  try: print('ESCAPED', socket.getaddrinfo(host, 80))\n  except OSError: pass", .needs = Needs::Calls},
    {.name = "http", .code = "import urllib.request\ntry: print('ESCAPED', urllib.request.urlopen('http://127.0.0.1:%d/' % TCP, timeout=2))\nexcept OSError as e: print('refused')", .out = "refused\n", .needs = Needs::Calls},
    {.name = "asyncio connection", .code = "import asyncio\ntry:\n  await asyncio.open_connection('127.0.0.1', TCP)\n  print('ESCAPED')\nexcept OSError: pass", .needs = Needs::Calls},
    {.name = "netlink, packets, crypto", .code = "import socket\nno('netlink', socket.socket, socket.AF_NETLINK, socket.SOCK_RAW, 0)\nno('raw', socket.socket, socket.AF_INET, socket.SOCK_RAW, 1)\nno('packet', socket.socket, socket.AF_PACKET, socket.SOCK_RAW, 0)\n"
        "no('alg', socket.socket, socket.AF_ALG, socket.SOCK_SEQPACKET, 0, also=('EAFNOSUPPORT',))\nno('vsock', socket.socket, socket.AF_VSOCK, socket.SOCK_STREAM, 0, also=('EAFNOSUPPORT',))", .needs = Needs::Calls},
    {.name = "sendmmsg and friends", .code = "raw('connect', 42, control(), b'\\1\\0x', 3)\nraw('bind', 49, control(), b'\\1\\0x', 3)\nraw('listen', 50, control(), 1)\nraw('accept', 43, control(), 0, 0)\nraw('accept4', 288, control(), 0, 0, 0)\nraw('socket', 41, 1, 1, 0)", .needs = Needs::Calls},
};

} // namespace

class TestReplHostileEscape : public QObject {
    Q_OBJECT
    std::unique_ptr<HostileWorld> m_world;

private Q_SLOTS:
    void initTestCase() { m_world = std::make_unique<HostileWorld>(); }
    void cleanupTestCase() { m_world.reset(); }
    void cell_data() { addHostileRows(Cells); }
    void cell() { runHostileRow(*m_world, Cells); }
};

HOSTILE_MAIN(TestReplHostileEscape)
#include "tst_repl_hostile_escape.moc"
