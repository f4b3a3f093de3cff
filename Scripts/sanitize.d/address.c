// SPDX-License-Identifier: MIT
//
// AddressSanitizer's options, linked into every program that is built with it.

const char *__asan_default_options(void) { return "log_path=" REPORTS; }

// What these two hold in a frame that never returns is still there at the end of the process, and is called a leak
// where the last pointer to it was in a register. Leaks of everything else are reported.
const char *__lsan_default_suppressions(void) { return "leak:libXCTest\nleak:ArgumentParser\n"; }
