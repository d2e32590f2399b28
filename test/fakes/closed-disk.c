/*
 * A disk that the system has closed to writing, as it does after an error, while CLOSED_DISK_MARK exists: preloaded
 * into the service (LD_PRELOAD, Linux). Concerns files below CLOSED_DISK_FOLDER, open ones too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_closed(const char *path) {
  const char *folder = getenv("CLOSED_DISK_FOLDER");
  const char *mark = getenv("CLOSED_DISK_MARK");
  return folder && mark && strncmp(path, folder, strlen(folder)) == 0 && access(mark, F_OK) == 0;
}

static int is_closed_file(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_closed(path);
}

static int refuse(void) {
  errno = EROFS;
  return -1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return is_closed_file(fd) ? refuse() : REAL(pwrite64)(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return is_closed_file(fd) ? refuse() : REAL(pwrite)(fd, bytes, count, at);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  return is_closed_file(fd) ? refuse() : REAL(write)(fd, bytes, count);
}

#define OPEN(name)                                                                  \
  int name(const char *path, int flags, ...) {                                      \
    va_list more;                                                                   \
    va_start(more, flags);                                                          \
    mode_t mode = va_arg(more, mode_t);                                             \
    va_end(more);                                                                   \
    int writes = (flags & O_ACCMODE) != O_RDONLY;                                   \
    return writes && is_closed(path) ? refuse() : REAL(name)(path, flags, mode);    \
  }

OPEN(open)
OPEN(open64)
