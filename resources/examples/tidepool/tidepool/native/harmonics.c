/* Prediction from harmonic constituents, for harbours without a printed table. */
#include <math.h>
#include <stddef.h>

struct constituent {
    double amplitude; /* metres */
    double speed;     /* degrees per hour */
    double phase;     /* degrees */
};

/* Wraps an angle into 0..360 degrees. */
static double wrap_degrees(double angle) {
    angle = fmod(angle, 360.0);
    return angle < 0 ? angle + 360.0 : angle;
}

/* Sum of all constituents at a time in hours, above mean sea level. */
double predict_level(const struct constituent *list, size_t count, double hours) {
    double level = 0.0;
    for (size_t i = 0; i < count; ++i) {
        double angle = wrap_degrees(list[i].speed * hours - list[i].phase);
        level += list[i].amplitude * cos(angle * 0.017453292519943295);
    }
    return level;
}

/* Searches the next turning point by walking in small steps; returns its time in hours. */
double next_turn(const struct constituent *list, size_t count, double from) {
    const double step = 1.0 / 60.0;
    double slope = predict_level(list, count, from + step) - predict_level(list, count, from);
    for (double t = from + step; t < from + 24.0; t += step) {
        double now = predict_level(list, count, t + step) - predict_level(list, count, t);
        if ((now < 0) != (slope < 0))
            return t;
        slope = now;
    }
    return from + 24.0;
}
