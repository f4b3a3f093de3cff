// SPDX-License-Identifier: MIT
//
// What ThreadSanitizer has to know of Swift, linked into every program that is built with it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

const char *__tsan_default_options(void) { return "log_path=" REPORTS; }

// Synchronization.Mutex takes and leaves a free mutex by an atomic exchange, which is compiled into the program and seen
// by the sanitizer. Where somebody waits, the standard library does the same by a futex of the kernel; nothing of that
// is seen, and what the mutex protects is taken for a race. So these functions stand before the library's own, call
// them, and tell what they do: nothing is suppressed, and a race beside a mutex is found as ever.
#ifdef __linux__

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void lockSlow(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT bool tryLockSlow(SELF void *handle) __asm__(TRY_LOCK);
SWIFT void unlockSlow(SELF void *handle) __asm__(UNLOCK);

static SWIFT void (*realLock)(uint32_t thread, SELF void *handle);
static SWIFT bool (*realTryLock)(SELF void *handle);
static SWIFT void (*realUnlock)(SELF void *handle);

__attribute__((constructor)) static void findFunctions(void) {
    realLock = dlsym(RTLD_NEXT, LOCK);
    realTryLock = dlsym(RTLD_NEXT, TRY_LOCK);
    realUnlock = dlsym(RTLD_NEXT, UNLOCK);
    // A library that calls them otherwise is not the one that this was written for. Without it nobody calls them.
    void *library = dlsym(RTLD_DEFAULT, "$s15Synchronization12_MutexHandleVN");
    if (library && !(realLock && realTryLock && realUnlock)) abort();
}

SWIFT void lockSlow(uint32_t thread, SELF void *handle) {
    realLock(thread, handle);
    __tsan_acquire(handle);
}

SWIFT bool tryLockSlow(SELF void *handle) {
    bool isLocked = realTryLock(handle);
    if (isLocked) __tsan_acquire(handle);
    return isLocked;
}

SWIFT void unlockSlow(SELF void *handle) {
    __tsan_release(handle);
    realUnlock(handle);
}

#endif
