"""faster-whisper as a peer: reads file names on stdin, prints one JSON line for each. Local weights only.

usage: faster_whisper_peer.py MODEL_FOLDER LANGUAGE THREADS
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"
try:
    import faster_whisper
except ImportError:
    print(json.dumps({"error": "faster-whisper is missing; install it with: %s -m pip install faster-whisper" % sys.executable}), flush=True)
    sys.exit(3)


def transcribe(model, path, language):
    segments, info = model.transcribe(path, language=language)
    # The segments are made while they are read.
    return " ".join(segment.text.strip() for segment in segments), info.language


def main():
    folder, language, threads = sys.argv[1:4]
    model = faster_whisper.WhisperModel(
        folder, device="cpu", compute_type="int8", cpu_threads=int(threads), local_files_only=True
    )
    language = None if language == "auto" else language
    print(json.dumps({"ready": "faster-whisper " + faster_whisper.__version__}), flush=True)
    for line in sys.stdin:
        path = line.rstrip("\n")
        start = time.perf_counter()
        text, found = transcribe(model, path, language)
        ms = (time.perf_counter() - start) * 1000
        print(json.dumps({"file": path, "text": text, "language": found, "ms": ms}), flush=True)


main()
