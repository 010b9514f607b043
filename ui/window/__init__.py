"""The chat window, in Gradio: a panel for each part, all in Chinese and in English."""
