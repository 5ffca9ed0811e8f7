/* Any bytes as a model file: as they are, and with magic, format, size and checksum made right, so that what stands behind them is
 * reached. What opens is read to its last byte and offered to the readers of weights. */
#include "base/map.h"
#include "nn/encoder.h"
#include "nn/model_format.h"
#include "nn/transitions.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const model *m) {
    volatile unsigned char sum = 0;
    for (uint32_t i = 0; i < model_n_sections(m); i++) {
        const char *name;
        model_section s = model_section_at(m, i, &name);
        sum = (unsigned char)(sum + strlen(name));
        for (size_t k = 0; k < s.size; k++) sum = (unsigned char)(sum + ((const unsigned char *)s.p)[k]);
    }
    sum = (unsigned char)(sum + strlen(model_name(m)) + strlen(model_fingerprint(m)));
    dm_err err;
    encoder e;
    if (encoder_open(m, "e", 1, &nn_kernels_scalar, &e, &err) == DM_OK) sum = (unsigned char)e.table[0].rows[0];
    encoder_close(&e);
    transitions t;
    if (transitions_open(m, "t", 3, 74, &nn_kernels_scalar, &t, &err) == DM_OK) sum = (unsigned char)t.bias[0];
    transitions_close(&t);
}

static void open_bytes(const uint8_t *data, size_t size) {
    int fd = memfd_create("model", MFD_CLOEXEC);
    if (fd < 0) return;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    model *m;
    dm_err err;
    if (write(fd, data, size) == (ssize_t)size && model_open(path, &m, &err) == DM_OK) {
        read_all(m);
        model_close(m);
    }
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    open_bytes(data, size);
    if (size < sizeof(model_header)) return 0;
    uint8_t *copy = malloc(size);
    if (!copy) return 0;
    memcpy(copy, data, size);
    model_header *h = (void *)copy;
    memcpy(h->magic, MODEL_MAGIC, sizeof h->magic);
    h->format = MODEL_FORMAT;
    h->file_size = size;
    h->checksum = hash_bytes(copy + MODEL_HASHED, size - MODEL_HASHED);
    open_bytes(copy, size);
    free(copy);
    return 0;
}
