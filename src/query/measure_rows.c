#include "query/measure.h"

#include <math.h>

#include "base/alloc.h"
#include "query/measure_math.h"

typedef struct margins {
    uint64_t *rows, *cols; /* one allocation, at rows */
    uint64_t total;
} margins;

/* Fills *m, whose rows the caller frees whatever comes back. */
static hd_why sum_up(const uint64_t *cells, size_t rows, size_t cols, margins *m)
{
    *m = (margins){NULL, NULL, 0};
    if (rows > HD_MEASURE_MAX_LINES || cols > HD_MEASURE_MAX_LINES)
        return HD_WHY_TOO_LARGE;
    if (rows < 2 || cols < 2)
        return HD_WHY_ONE_LINE;
    m->rows = hd_calloc(rows + cols, sizeof *m->rows);
    m->cols = m->rows + rows;
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < cols; j++) {
            uint64_t n = cells[i * cols + j];
            if (n > HD_MEASURE_MAX - m->total)
                return HD_WHY_TOO_LARGE;
            m->rows[i] += n;
            m->cols[j] += n;
            m->total += n;
        }
    }
    for (size_t i = 0; i < rows + cols; i++)
        if (m->rows[i] == 0)
            return HD_WHY_EMPTY_LINE;
    return HD_DEFINED;
}

/* (n - e)^2 / e with e = row col / total is (n total - row col)^2 / (row col total): the difference
 * is of integers, so that nothing is lost where a table is nearly even. */
static double statistic(const uint64_t *cells, size_t rows, size_t cols, const margins *m)
{
    double sum = 0;

    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < cols; j++) {
            __int128 even = (__int128)m->rows[i] * m->cols[j];
            double off = (double)((__int128)cells[i * cols + j] * m->total - even);
            sum += off / (double)even * off / (double)m->total;
        }
    }
    return sum;
}

hd_why hd_measure_chi_square(const uint64_t *cells, size_t rows, size_t cols, hd_chi_square *out)
{
    margins m;
    hd_why why = sum_up(cells, rows, cols, &m);

    *out = (hd_chi_square){0, 0, 0};
    if (!why) {
        out->statistic = statistic(cells, rows, cols, &m);
        out->df = (uint64_t)(rows - 1) * (cols - 1);
        out->p = hd_measure_chi_square_upper(out->statistic, out->df);
    }
    hd_free(m.rows);
    return why;
}

hd_why hd_measure_cramers_v(const uint64_t *cells, size_t rows, size_t cols, double *out)
{
    margins m;
    hd_why why = sum_up(cells, rows, cols, &m);

    *out = 0;
    if (!why) {
        size_t lines = rows < cols ? rows : cols;
        double most = (double)m.total * (double)(lines - 1);
        *out = fmin(1, sqrt(statistic(cells, rows, cols, &m) / most));
    }
    hd_free(m.rows);
    return why;
}
