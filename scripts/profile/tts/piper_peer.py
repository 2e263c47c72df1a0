"""piper-tts as a peer: reads JSON lines {"text", "wav"?} on stdin, prints one JSON line for each. Local weights only.

usage: piper_peer.py VOICE.onnx THREADS
"""

import json
import sys
import time
import wave

try:
    import numpy
    import onnxruntime
    import piper
except ImportError:
    print(json.dumps({"error": "piper-tts is missing; install it with: %s -m pip install piper-tts" % sys.executable}), flush=True)
    sys.exit(3)

# Quieter than this is not yet a sound.
AUDIBLE = 0.005


def load(path, threads):
    voice = piper.PiperVoice.load(path)
    # The package leaves the number of threads to the machine.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    voice.session = onnxruntime.InferenceSession(path, sess_options=options, providers=["CPUExecutionProvider"])
    return voice


def say(voice, text):
    chunks, first, lead, samples = [], None, 0, 0
    start = time.perf_counter()
    for chunk in voice.synthesize(text):
        at = time.perf_counter()
        audio = chunk.audio_float_array
        if first is None:
            loud = numpy.flatnonzero(numpy.abs(audio) > AUDIBLE)
            if loud.size > 0:
                first, lead = at, samples + int(loud[0])
        samples += audio.size
        chunks.append(chunk)
    end = time.perf_counter()
    rate = voice.config.sample_rate
    times = {
        "firstMs": None if first is None else (first - start) * 1000,
        "leadMs": lead / rate * 1000,
        "ms": (end - start) * 1000,
        "seconds": samples / rate,
    }
    return times, chunks


def write(path, rate, chunks):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for chunk in chunks:
            file.writeframes(chunk.audio_int16_bytes)


def version():
    try:
        from importlib.metadata import version as of

        return of("piper-tts")
    except Exception:
        return "?"


def main():
    path, threads = sys.argv[1:3]
    voice = load(path, int(threads))
    say(voice, "I am ready to talk.")
    print(json.dumps({"ready": "piper-tts " + version()}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        times, chunks = say(voice, question["text"])
        if "wav" in question:
            write(question["wav"], voice.config.sample_rate, chunks)
        print(json.dumps(times), flush=True)


main()
