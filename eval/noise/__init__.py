"""What a language model does with noise, without evidence and with wrong evidence.

After Chen, Lin, Han and Sun, "Benchmarking Large Language Models in Retrieval-Augmented
Generation" (AAAI 2024): passages are given, not retrieved, and a chosen share of them is noise.
"""
