/* The bound for schedules: what a compiled loop needs, to the same rupiah (half up, equal periods). */
#include <stdint.h>

void schedules(int64_t loans, int64_t rows, int64_t numerator, int64_t denominator,
               const int64_t *principals, const int64_t *levels, int32_t *paid, int32_t *interests)
{
    const int64_t twice = 2 * numerator, double_denominator = 2 * denominator;
    for (int64_t loan = 0; loan < loans; loan++) {
        int64_t balance = principals[loan], level = levels[loan];
        for (int64_t row = 0; row < rows; row++) {
            int64_t interest = (balance * twice + denominator) / double_denominator;
            int64_t principal = row == rows - 1 ? balance : level - interest;
            *interests++ = (int32_t)interest;
            *paid++ = (int32_t)principal;
            balance -= principal;
        }
    }
}
