// SPDX-License-Identifier: MIT
//
// AddressSanitizer's options, linked into every program that is built with it.

const char *__asan_default_options(void) { return "log_path=" REPORTS; }

// Leaks that are others': what the first two hold in a frame that never returns is still there at the end of the process,
// and is called a leak where the last pointer to it was in a register; the third forgets a number of 16 bytes where a
// test makes an RSA key. Every other leak is reported.
const char *__lsan_default_suppressions(void) {
    return "leak:libXCTest\nleak:ArgumentParser\nleak:BoringSSLRSAPrivateKey\n";
}

// The list of what was left out would count as a report.
const char *__lsan_default_options(void) { return "print_suppressions=0"; }
