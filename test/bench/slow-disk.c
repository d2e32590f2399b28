/* A disk that takes 10 ms to write durably, as a hard disk does: preloaded into the server (LD_PRELOAD, Linux). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_for_disk(void) {
  struct timespec ten_ms = {0, 10 * 1000 * 1000};
  nanosleep(&ten_ms, 0);
}

int fsync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_for_disk();
  return real(fd);
}

int fdatasync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_for_disk();
  return real(fd);
}
